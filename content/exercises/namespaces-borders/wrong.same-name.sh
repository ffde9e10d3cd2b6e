# fails: reach/reached
# A Service finds Pods of its own namespace only.
kubectl create service clusterip api -n web --tcp=80:80
sleep 20
