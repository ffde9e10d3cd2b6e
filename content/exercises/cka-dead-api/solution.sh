cd /etc/kubernetes/manifests
@{api.mend}
@{component.mend}
until kubectl get --raw=/readyz; do sleep 5; done
sleep 60
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
