# fails: reload/new-values
# Variables and what is mounted by subPath never change by themselves.
kubectl annotate configmap @{other} -n @{namespace} touched=now
sleep 120
