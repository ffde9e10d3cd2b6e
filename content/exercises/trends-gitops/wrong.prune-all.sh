# fails: prune/theirs, prune/gone
# --all takes whatever was ever applied in the namespace, and looks at no budgets.
kubectl apply -f /root/repo --prune --all -n shop
