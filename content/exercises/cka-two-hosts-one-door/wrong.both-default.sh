# fails: class/default, class/indoor
# The other class is the default, or both.
kubectl annotate ingressclass indoor ingressclass.kubernetes.io/is-default-class=true
kubectl patch ingress @{old} -n @{namespace} --type=json -p '@{fault.mend}'
sleep 20
