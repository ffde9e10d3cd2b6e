@{manager.mend}
sleep 60
@{proxy.mend}
kubectl rollout status daemonset/kube-proxy -n kube-system
kubectl rollout status deployment/@{app} -n @{namespace}
sleep 10
