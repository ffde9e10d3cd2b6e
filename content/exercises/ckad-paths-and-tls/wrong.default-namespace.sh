# fails: tls/trusted, tls/secret
# The Secret must be where the Ingress is.
kubectl create secret tls @{front}-tls --cert=/opt/work/tls/@{certificate.right}.crt --key=/opt/work/tls/@{certificate.right}.key
kubectl patch ingress @{front} -n @{namespace} -p '{"spec": {"tls": [{"hosts": ["@{host}"], "secretName": "@{front}-tls"}]}}'
sleep 15
