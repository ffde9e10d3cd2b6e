# fails: oven/bakes, oven/same-program
kubectl patch deployment oven -n bakery --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["sleep","infinity"]}]'
sleep 40
