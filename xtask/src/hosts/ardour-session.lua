-- Makes a session with the plugin on its tracks, opens one, or plays one for two seconds.
-- ardour7-lua ardour-session.lua make DIR CLASS CHANNELS TRACKS [LABEL=VALUE ...]
-- ardour7-lua ardour-session.lua open DIR
-- ardour7-lua ardour-session.lua play DIR
-- Prints a line "LABEL = VALUE" for each parameter of the first plugin, and "side-chain N", its number of channels.
-- Settings that come last are those that win: a rig first, then what is changed of it.

local what, folder = arg[1], arg[2]

local function say(...)
	local words = { ... }
	for n = 1, #words do words[n] = tostring(words[n]) end
	io.stdout:write(table.concat(words, " "), "\n")
	io.stdout:flush()
end

local function describe(processor)
	local insert = processor:to_insert()
	local plugin = insert:plugin(0)
	local side = insert:sidechain_input()
	say("side-chain", side:isnil() and 0 or side:n_ports():n_audio())
	for index = 0, plugin:parameter_count() - 1 do
		local value, known = ARDOUR.LuaAPI.get_processor_param(processor, index)
		if known then say(plugin:parameter_label(index), "=", value) end
	end
end

if what == "make" then
	local class, channels, tracks = arg[3], tonumber(arg[4]), tonumber(arg[5])
	local session = create_session(folder, "t", 48000)
	assert(session, "no session")
	for number = 1, tracks do
		local name = number == 1 and "song" or ("track" .. number)
		local made = session:new_audio_track(channels, 2, nil, 1, name,
			ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true)
		local track = made:front()
		if class ~= "none" then
			local processor = ARDOUR.LuaAPI.new_plugin(session, class, ARDOUR.PluginType.VST3, "")
			assert(not processor:isnil(), "the host does not know the plugin")
			assert(track:add_processor_by_index(processor, 0, nil, true) == 0, "not inserted")
			if folder:match("side%-chain$") then
				assert(track:add_sidechain(processor), "the host gives it no side-chain")
			end
			local plugin = processor:to_insert():plugin(0)
			local places = {}
			for index = 0, plugin:parameter_count() - 1 do
				places[plugin:parameter_label(index)] = index
			end
			for n = 6, #arg do
				local label, value = arg[n]:match("^(.-)=(.*)$")
				assert(places[label], "no parameter " .. label)
				assert(ARDOUR.LuaAPI.set_processor_param(processor, places[label], tonumber(value)))
				-- The value arrives with the next blocks.
				sleep(0.5)
			end
			if number == 1 then describe(processor) end
		end
	end
	sleep(1)
	session:save_state("")
	sleep(0.5)
	close_session()
elseif what == "play" then
	local session = load_session(folder, "t")
	assert(session, "no session")
	sleep(1)
	session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
	sleep(2)
	say("played", session:transport_sample(), "samples")
	assert(session:transport_sample() > 0, "the session does not run")
	session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
	sleep(0.5)
	close_session()
else
	local session = load_session(folder, "t")
	assert(session, "no session")
	sleep(1)
	local route = session:route_by_name("song")
	local index = 0
	while true do
		local processor = route:nth_plugin(index)
		if processor:isnil() then break end
		describe(processor)
		index = index + 1
	end
	close_session()
end
say("end")
