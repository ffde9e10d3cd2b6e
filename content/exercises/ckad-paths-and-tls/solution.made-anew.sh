cd /opt/work/tls
for pair in north south; do openssl x509 -in $pair.crt -noout -ext subjectAltName | grep -q 'DNS:@{host}$' && right=$pair; done
kubectl create secret tls @{front}-tls -n @{namespace} --cert=$right.crt --key=$right.key
kubectl delete ingress @{front} -n @{namespace}
kubectl delete service @{broken} -n @{namespace}
kubectl expose deployment @{broken} -n @{namespace} --port=8000 --target-port=8080
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{host}/*=@{front}:80,tls=@{front}-tls' --rule='@{host}/@{broken}*=@{broken}:8000'
kubectl create ingress @{path} -n @{namespace} --class=nginx --rule='@{second}/@{path}=@{broken}:8000'
sleep 15
