# fails: and-or/stranger, and-or/intern, and-or/own
# A rule without `from` lets everybody in on its ports.
kubectl patch networkpolicy ledger -n reports --type=json -p '[{"op":"remove","path":"/spec/ingress/0/from"}]'
sleep 5
