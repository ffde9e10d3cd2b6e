# fails: second/trusted, second/redirected, second/secret
cd /opt/tls
kubectl create secret tls @{second}-tls -n @{namespace} --cert=north.crt --key=north.key
kubectl create ingress @{second} -n @{namespace} --class=nginx --rule="@{second}.@{domain}/*=@{second}:80"
sleep 10
