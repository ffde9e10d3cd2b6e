# fails: snapshot/ready
# There is no claim orders in this namespace.
sed -e 's/name: ring-0-before/name: before-release/' -e 's/data-ring-0/orders/' /root/snapshot.yaml | kubectl apply -f -
sleep 10
