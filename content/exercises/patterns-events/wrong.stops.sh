# fails: till/works, till/once, replay/goes-on
# Nobody works: nothing is booked.
kubectl scale deployment/till deployment/projector -n events --replicas=0
kubectl exec -n events deployment/queue -- redis-cli HSET balances mina 72 jun 35 sora 162
sleep 15
