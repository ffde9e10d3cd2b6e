# fails: projector/by-name, projector/short-name
kubectl patch deployment projector -n cinema --type=json -p '[{"op":"replace","path":"/spec/template/spec/dnsPolicy","value":"Default"},{"op":"remove","path":"/spec/template/spec/dnsConfig"}]'
sleep 20
