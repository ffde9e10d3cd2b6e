# fails: chain/first-step, chain/second-step, names/resolve
# Nothing may leave.
for each in @{front}:@{middle}:@{apiPort} @{middle}:@{store}:@{storePort}; do
  IFS=: read -r from to port <<< "$each"
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: $to }
spec:
  podSelector: { matchLabels: { app: $to } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: $from } } }], ports: [{ port: $port }] }]
YAML
done
sleep 5
