# fails: export/rebuilds
# "all" is a selection: without ConfigMaps, Secrets and the namespace itself.
kubectl get all -n shop -o yaml > /root/shop.yaml
