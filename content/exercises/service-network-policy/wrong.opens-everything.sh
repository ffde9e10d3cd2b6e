# fails: dns/nothing-else, dns/no-api
kubectl patch networkpolicy worker -n batch --type=json -p '[{"op":"add","path":"/spec/egress/-","value":{}}]'
sleep 5
