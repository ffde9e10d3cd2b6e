# fails: hosts/second, fallback/any-host
# The prefix arrives; and the fallback is a host of its own.
kubectl create ingress site -n @{namespace} --class=nginx --rule='@{hostA}/*=@{first}:80' --rule='@{hostB}@{prefix}*=@{second}:@{port}' --rule='@{fallback}.drill.example/*=@{fallback}:80'
sleep 20
