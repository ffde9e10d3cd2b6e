@{fault.mend}
server=$(kubectl get service names -n @{namespace} -o jsonpath='{.spec.clusterIP}')
kubectl get configmap coredns -n kube-system -o jsonpath='{.data.Corefile}' > /tmp/Corefile
sed -i 's/^    ready$/&\n    rewrite name @{alias} @{service}.@{namespace}.svc.cluster.local/' /tmp/Corefile
cat >> /tmp/Corefile <<COREFILE
@{zone}:53 {
    errors
    cache 30
    forward . $server
}
COREFILE
kubectl create configmap coredns -n kube-system --from-file=Corefile=/tmp/Corefile --dry-run=client -o yaml | kubectl replace -f -
sleep 150
