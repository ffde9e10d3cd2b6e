# fails: mend/values, record/values
helm repo add podinfo https://stefanprodan.github.io/podinfo
helm get values @{release} -n @{namespace} -o yaml > /opt/answers/upgrade/values.yaml
helm upgrade @{release} podinfo/podinfo -n @{namespace} --version @{to} --reset-values --set ui.message='@{after}'
sleep 20
