# fails: weights/share
# Without weights both count 1.
kubectl patch httproute pay -n pay --type=json -p '[{"op":"add","path":"/spec/rules/0/backendRefs/-","value":{"name":"pay-v2","port":80}}]'
sleep 15
