# fails: overlays/west
# The base has become east's, and west is the same.
sed -i 's/replicas: 1/replicas: 2/; s/nowhere/east/' /root/fleet/base/shop.yaml
for name in east west; do
  mkdir -p /root/fleet/overlays/$name
  printf 'namespace: shop\nresources: [../../base]\n' > /root/fleet/overlays/$name/kustomization.yaml
done
kubectl apply -k /root/fleet/overlays/east
kubectl rollout status deployment/shop -n shop --timeout=120s
