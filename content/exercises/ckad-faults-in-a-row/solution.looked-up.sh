# Step by step, as the Pods tell; the answers are read from the cluster.
@{fault.mend}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
cd /opt/answers/faults
kubectl get events -n @{namespace} --field-selector=involvedObject.name=@{stuck},type=Warning -o json | jq -r '.items[-1].reason' > reason.txt
kubectl get events -n @{namespace} --field-selector=involvedObject.name=@{stuck},type=Warning -o json | jq -r '.items[-1].message' | grep -oE '@{why.missing}' | head -n 1 > missing.txt
for pod in $(kubectl get pods -n @{namespace} -l group=@{fleet} -o name); do echo "$(kubectl logs -n @{namespace} $pod -c main | grep -c '^ERROR') $pod"; done | sort -rn | head -n 1 | cut -d' ' -f2 > pod.txt
kubectl logs -n @{namespace} $(cat pod.txt) -c main | grep '^ERROR' > errors.txt
sleep 5
