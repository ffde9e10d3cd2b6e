# fails: restore/directory, save/sound
# Made again by hand; and the given snapshot is copied.
cp /opt/files/etcd/@{file} /opt/answers/etcd/now.db
kubectl create configmap @{lost} -n @{namespace} --from-literal=mark=@{word}
kubectl delete configmap @{later} -n @{namespace}
