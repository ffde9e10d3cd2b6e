cd /etc/kubernetes/manifests
restart() { mv $1.yaml /etc/kubernetes/; sleep 25; mv /etc/kubernetes/$1.yaml .; }
@{scheduler.mend}
@{manager.mend}
sleep 90
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
