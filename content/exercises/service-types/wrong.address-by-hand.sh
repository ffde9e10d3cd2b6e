# fails: pending/address, pending/next-one
# An external IP in the spec is no address from a load balancer.
kubectl patch service edge -n shop -p '{"spec":{"externalIPs":["172.30.1.200"]}}'
sleep 5
