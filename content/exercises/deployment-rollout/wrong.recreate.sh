# fails: gentle/strategy, gentle/probe, gentle/survives
kubectl patch deployment ledger -n bank --type=json -p '[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}}]'
sleep 30
