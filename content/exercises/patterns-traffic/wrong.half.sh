# fails: split/share, split/testers
# No weights: one to one, and testers as everybody.
kubectl patch httproute prices -n shop --type=merge -p '{"spec": {"rules": [{"backendRefs": [{"name": "prices-v1", "port": 80}, {"name": "prices-v2", "port": 80}]}]}}'
sleep 10
