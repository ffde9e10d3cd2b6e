# fails: front/redirected, front/secret, default/without-class
# Without TLS; a second class with the mark of the default.
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{front}.@{domain}@{path}*=@{back}:@{port}' --rule='@{front}.@{domain}/*=@{front}:80'
kubectl get ingressclass nginx -o json | jq '.metadata = {name: "standard", annotations: {"ingressclass.kubernetes.io/is-default-class": "true"}}' | kubectl create -f -
sleep 5
