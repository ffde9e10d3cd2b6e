cd /opt/tls
kubectl create secret tls @{app}-tls -n @{namespace} --cert=west.crt --key=west.key --dry-run=client -o yaml | kubectl apply -f -
kubectl patch ingress @{app} -n @{namespace} -p '{"spec": {"tls": [{"hosts": ["@{app}.@{domain}"], "secretName": "@{app}-tls"}]}}'
kubectl annotate ingress @{app} -n @{namespace} nginx.ingress.kubernetes.io/ssl-redirect-
kubectl create secret tls @{second}-tls -n @{namespace} --cert=north.crt --key=north.key
kubectl create ingress @{second} -n @{namespace} --class=nginx --rule="@{second}.@{domain}/*=@{second}:80,tls=@{second}-tls"
sleep 10
