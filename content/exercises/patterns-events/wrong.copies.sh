# fails: overlays/follows-base, overlays/applied
# Two copies that will part ways, and nothing is deployed.
for line in 'east 2' 'west 5'; do
  set -- $line
  mkdir -p /root/fleet/overlays/$1
  sed "s/replicas: 1/replicas: $2/; s/nowhere/$1/" /root/fleet/base/shop.yaml > /root/fleet/overlays/$1/shop.yaml
  printf 'namespace: shop\nresources: [shop.yaml]\n' > /root/fleet/overlays/$1/kustomization.yaml
done
