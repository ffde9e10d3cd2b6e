# fails: mend/trusted, mend/redirected, second/trusted
# The right name, but nobody trusts who signed it; the second host shows the first one's.
cd /opt/tls
kubectl create secret tls @{app}-tls -n @{namespace} --cert=east.crt --key=east.key --dry-run=client -o yaml | kubectl apply -f -
kubectl patch ingress @{app} -n @{namespace} -p '{"spec": {"tls": [{"hosts": ["@{app}.@{domain}"], "secretName": "@{app}-tls"}]}}'
kubectl create secret tls @{second}-tls -n @{namespace} --cert=west.crt --key=west.key
kubectl create ingress @{second} -n @{namespace} --class=nginx --rule="@{second}.@{domain}/*=@{second}:80,tls=@{second}-tls"
sleep 10
