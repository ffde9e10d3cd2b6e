# fails: front/paths, front/secret, mend/answers, mend/secret-kept
# The certificate of another host; the one of all in place of the broken one's own.
kubectl create secret tls wildcard -n @{namespace} --cert=/opt/files/tls/@{blog}.crt --key=/opt/files/tls/@{blog}.key
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='@{front}.@{domain}@{path}*=@{back}:@{port},tls=wildcard' --rule='@{front}.@{domain}/*=@{front}:80'
kubectl create secret tls all -n @{namespace} --cert=/opt/files/tls/wildcard.crt --key=/opt/files/tls/wildcard.key
kubectl patch ingress @{blog} -n @{namespace} -p '{"spec": {"ingressClassName": "nginx", "tls": [{"hosts": ["@{blog}.@{domain}"], "secretName": "all"}]}}'
sleep 5
