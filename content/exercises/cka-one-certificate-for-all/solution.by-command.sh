# First the default class, then by commands that name no class; the broken one is made anew.
kubectl get ingressclass nginx -o json | jq '.metadata.annotations["ingressclass.kubernetes.io/is-default-class"] = "true"' | kubectl replace -f -
kubectl create secret generic wildcard -n @{namespace} --type=kubernetes.io/tls --from-file=tls.crt=/opt/files/tls/wildcard.crt --from-file=tls.key=/opt/files/tls/wildcard.key
kubectl create ingress @{front} -n @{namespace} --rule='@{front}.@{domain}@{path}*=@{back}:@{port},tls=wildcard' --rule='@{front}.@{domain}/*=@{front}:80'
kubectl delete ingress @{blog} -n @{namespace}
kubectl create ingress @{blog} -n @{namespace} --rule='@{blog}.@{domain}/*=@{blog}:80,tls=@{blog}-cert'
sleep 10
