# fails: two-masters/no-number
# The number agrees today; tomorrow the HPA has another.
sed -i 's/replicas: 2/replicas: 4/' /root/cart.yaml
kubectl apply -f /root/cart.yaml
