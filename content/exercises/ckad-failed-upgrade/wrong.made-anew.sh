# fails: mend/deployed, record/values
helm uninstall @{release} -n @{namespace}
helm install @{release} podinfo --repo https://stefanprodan.github.io/podinfo -n @{namespace} --version @{to} --set replicaCount=3,ui.color='@{colour}',ui.message='@{after}'
helm get values @{release} -n @{namespace} --all > /opt/answers/upgrade/values.yaml
sleep 20
