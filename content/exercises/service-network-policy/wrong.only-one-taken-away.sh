# fails: and-or/intern
kubectl patch networkpolicy ledger -n reports --type=json -p '[{"op":"remove","path":"/spec/ingress/0/from/1"}]'
sleep 5
