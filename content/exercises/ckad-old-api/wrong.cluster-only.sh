# fails: manifest/file
# The objects were made by hand; the file is as it was.
kubectl create deployment @{app} -n @{namespace} --image=nginx:@{tag} --replicas=@{replicas}
sleep 20
