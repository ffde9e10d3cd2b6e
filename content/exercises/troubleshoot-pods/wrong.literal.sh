# fails: flyer/from-config-map
kubectl set image deployment/flyer -n press web=nginx:1.27
kubectl patch deployment flyer -n press --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env","value":[{"name":"COLOUR","value":"teal"}]}]'
sleep 40
