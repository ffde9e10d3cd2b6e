# fails: members/srv
kubectl create service clusterip db -n data --clusterip=None --tcp=6379
sleep 5
