# fails: mend/trusted, second/trusted, second/secret
# Secrets of another namespace.
cd /opt/tls
kubectl create secret tls @{app}-tls --cert=west.crt --key=west.key
kubectl annotate ingress @{app} -n @{namespace} --overwrite nginx.ingress.kubernetes.io/ssl-redirect=true
kubectl create secret tls @{second}-tls --cert=north.crt --key=north.key
kubectl create ingress @{second} -n @{namespace} --class=nginx --rule="@{second}.@{domain}/*=@{second}:80,tls=@{second}-tls"
sleep 10
