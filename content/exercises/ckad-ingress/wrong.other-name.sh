# fails: rules/named, mend/same
kubectl create ingress front -n @{namespace} --class=nginx --rule='@{host}@{path}*=@{back}:@{port}' --rule='@{host}/*=@{front}:80'
kubectl patch service @{blog} -n @{namespace} --type=json -p '[{"op":"add","path":"/spec/ports/-","value":{"name":"again","port":8080,"targetPort":8080}},{"op":"add","path":"/spec/ports/0/name","value":"http"}]'
sleep 15
