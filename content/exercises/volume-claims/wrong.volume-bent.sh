# fails: pending/volume
# The volume is made to fit what was asked for.
kubectl delete pvc ledger -n bank --wait=false
kubectl scale deployment ledger -n bank --replicas=0
kubectl wait -n bank --for=delete pvc/ledger --timeout=60s
kubectl patch pv vault -p '{"spec":{"capacity":{"storage":"10Gi"},"accessModes":["ReadWriteMany"]}}'
sed -e 's/name: demo/name: ledger/' -e 's/Name: demo/Name: bank-ssd/' -e 's/500Mi/10Gi/' -e 's/ReadWriteOnce/ReadWriteMany/' /root/claim.yaml | kubectl apply -n bank -f -
kubectl scale deployment ledger -n bank --replicas=1
kubectl rollout status deployment/ledger -n bank --timeout=120s
