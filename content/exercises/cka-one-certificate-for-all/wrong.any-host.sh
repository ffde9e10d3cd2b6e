# fails: front/redirected, front/paths, mend/answers
# For whatever host, and exactly these paths.
kubectl create secret tls wildcard -n @{namespace} --cert=/opt/files/tls/wildcard.crt --key=/opt/files/tls/wildcard.key
kubectl create ingress @{front} -n @{namespace} --class=nginx --rule='/*=@{front}:80' --rule='@{front}.@{domain}@{path}=@{back}:@{port},tls=wildcard'
sleep 5
