# fails: named-port/green
# A number fits only one of the two.
kubectl create service clusterip cart -n shop --tcp=80:5678
