helm repo add podinfo https://stefanprodan.github.io/podinfo
echo 3 > /opt/answers/upgrade/failed.txt
helm get values @{release} -n @{namespace} --revision 2 -o yaml > /opt/answers/upgrade/values.yaml
helm upgrade @{release} podinfo/podinfo -n @{namespace} --version @{to} --set replicaCount=3,ui.color='@{colour}',ui.message='@{after}'
helm uninstall @{old} -n @{namespace} --keep-history
kubectl rollout status deployment/@{release}-podinfo -n @{namespace} --timeout=120s
sleep 10
