# fails: tls/trusted
# The pair of another host
kubectl create secret tls @{front}-tls -n @{namespace} --cert=/opt/work/tls/@{certificate.wrong}.crt --key=/opt/work/tls/@{certificate.wrong}.key
kubectl patch ingress @{front} -n @{namespace} -p '{"spec": {"tls": [{"hosts": ["@{host}"], "secretName": "@{front}-tls"}]}}'
sleep 15
