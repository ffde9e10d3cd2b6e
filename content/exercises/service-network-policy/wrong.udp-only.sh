# fails: dns/tcp
kubectl patch networkpolicy worker -n batch --type=json \
  -p '[{"op":"add","path":"/spec/egress/-","value":{"ports":[{"protocol":"UDP","port":53}]}}]'
sleep 5
