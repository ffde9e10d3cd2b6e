# The values of the failed revision are used again, the wrong one is set right.
helm history @{release} -n @{namespace} -o json | jq -r '.[] | select(.status == "failed") | .revision' > /opt/answers/upgrade/failed.txt
helm get values @{release} -n @{namespace} --revision 2 > /opt/answers/upgrade/values.yaml
helm get values @{release} -n @{namespace} -o json | jq 'del(.@{fault.top})' > /tmp/values.json
helm upgrade @{release} podinfo --repo https://stefanprodan.github.io/podinfo -n @{namespace} --version @{to} -f /tmp/values.json
helm uninstall @{old} -n @{namespace} --keep-history --wait
kubectl rollout status deployment/@{release}-podinfo -n @{namespace} --timeout=120s
sleep 10
