# fails: deployments/available, deployments/new-ones, deployments/as-itself
@{proxy.mend}
kubectl delete pods -n kube-system -l k8s-app=kube-proxy
sleep 60
