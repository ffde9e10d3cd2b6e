# The Pods get the label, the Service the port's name, the policy a rule more, the Pod the right server, indexer another label.
kubectl patch deployment catalog -n shop --type=json -p '[{"op":"add","path":"/spec/template/metadata/labels/catalog","value":"yes"}]'
kubectl patch service catalog -n shop --type=json -p '[{"op":"replace","path":"/spec/selector","value":{"catalog":"yes"}}]'
kubectl patch service ledger -n bank --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":"http"}]'
kubectl patch networkpolicy reader -n library --type=json -p '[{"op":"add","path":"/spec/egress/-","value":{"ports":[{"protocol":"UDP","port":53}]}}]'
kubectl patch deployment projector -n cinema --type=json -p '[{"op":"replace","path":"/spec/template/spec/dnsConfig/nameservers","value":["10.96.0.10"]}]'
kubectl delete deployment indexer -n museum
kubectl create deployment indexer -n museum --image=busybox:1.36 -- sleep infinity
for each in shop/catalog cinema/projector museum/indexer; do
  kubectl rollout status -n "${each%/*}" "deployment/${each#*/}" --timeout=60s
done
sleep 40
